/** What of webhooks is worth offering: all but what the CRM is known not to tell. */
import { type ObjectType, objectTypes } from '../../../../shared/model/object-type'
import { type ObjectSupport, webhookKindsOf } from '../../../../shared/sync/support'
import { type WebhookEvent, webhookEvents, type WebhookKind } from '../../../../shared/sync/webhook'

export interface WebhookOffer {
  readonly objects: readonly ObjectType[]
  /** Told of at least one of the chosen types. */
  readonly events: readonly WebhookEvent[]
  readonly kinds: readonly WebhookKind[]
}

export function webhookOffer(support: readonly ObjectSupport[], chosen: ReadonlySet<string>): WebhookOffer {
  const kindsOf = (object: ObjectType, event: WebhookEvent): readonly WebhookKind[] =>
    webhookKindsOf(
      support.find((each) => each.object === object),
      event,
    )
  const objects = objectTypes.filter((object) => webhookEvents.some((event) => kindsOf(object, event).length > 0))
  const meant = objects.filter((object) => chosen.has(object))
  // With nothing chosen yet everything may be.
  const about = meant.length === 0 ? objects : meant
  return {
    objects,
    events: webhookEvents.filter((event) => about.some((object) => kindsOf(object, event).length > 0)),
    kinds: (['native', 'virtual'] as const).filter((kind) =>
      about.some((object) => webhookEvents.some((event) => kindsOf(object, event).includes(kind))),
    ),
  }
}
