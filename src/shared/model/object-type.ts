/** The kinds of record that a CRM holds. The order is the order in which the app shows and pulls them. */
export const objectTypes = ['contact', 'company', 'deal', 'event', 'lead', 'pipeline', 'user'] as const
export type ObjectType = (typeof objectTypes)[number]

/** What a rep may create, edit and delete here. Pipelines belong to the CRM's administrator in the interface, but the engine writes them. */
export const writableObjectTypes = ['contact', 'company', 'deal', 'event', 'lead', 'pipeline'] as const
export type WritableObjectType = (typeof writableObjectTypes)[number]

export function isObjectType(raw: unknown): raw is ObjectType {
  return (objectTypes as readonly unknown[]).includes(raw)
}

export function isWritable(object: ObjectType): object is WritableObjectType {
  return object !== 'user'
}
