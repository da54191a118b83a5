/** `const t = useText()`, then `t('list.empty', { objects })`: a message by its id, its figures and plurals filled in. */
import type { ReactNode } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import { type MessageId, messages } from './index'
import { locale } from '../parts/format'

export type { MessageId } from './index'
export type MessageValues = Readonly<Record<string, string | number>>
export type Text = (id: MessageId, values?: MessageValues) => string

export function TextProvider({ children }: { readonly children: ReactNode }) {
  return (
    <IntlProvider locale={locale} defaultLocale="en" messages={messages}>
      {children}
    </IntlProvider>
  )
}

export function useText(): Text {
  const intl = useIntl()
  return (id, values) => intl.formatMessage({ id }, values as Record<string, string | number>)
}
