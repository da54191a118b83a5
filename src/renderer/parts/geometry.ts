/** Geometry that data decides, set through the CSSOM: the page's content policy allows no style attributes. */
export type Geometry = Readonly<Record<string, string>>

export function setGeometry(element: HTMLElement, properties: Geometry): void {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value)
}
