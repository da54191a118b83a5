/** A record's name that leads to it. */
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { Link } from '../link'
import { RecordName } from '../value'
import styles from './fields.module.css'

export interface RecordLinkProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly id: RecordId
  readonly name: string | null
}

export function RecordLink({ connection, object, id, name }: RecordLinkProps) {
  return (
    <Link to={{ at: 'record', connection, object, id }} className={styles.cut}>
      <RecordName name={name} />
    </Link>
  )
}
