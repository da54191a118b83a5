/** The app: what every screen stands on, from the outside in. */
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { SatchelProvider } from './data/satchel'
import type { PageTransport } from './data/transport'
import { TextProvider } from './messages/text'
import { KeyboardProvider } from './parts/keyboard'
import { createAppRouter } from './router'

export function App({ transport }: { readonly transport: PageTransport }) {
  const [router] = useState(createAppRouter)
  return (
    <TextProvider>
      <SatchelProvider transport={transport}>
        <KeyboardProvider>
          <RouterProvider router={router} />
        </KeyboardProvider>
      </SatchelProvider>
    </TextProvider>
  )
}
