/** While a record is typed: who is here already with the same e-mail, phone or domain, or a near name in the same company. It stops nobody. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { duplicateObjects } from '../../../shared/model/duplicates'
import type { ConnectionId } from '../../../shared/model/ids'
import type { JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Link } from '../../parts/link'
import styles from './like-this.module.css'

/** A pause in the typing. */
const REST_MS = 250

export function LikeThis({
  connection,
  object,
  data,
}: {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly data: JsonObject
}) {
  const t = useText()
  const satchel = useSatchel()
  const known = duplicateObjects.find((each) => each === object)
  const rested = useRested(data)
  const { data: like = [] } = useQuery({
    queryKey: ['like', connection, object, rested],
    queryFn: () => (known ? satchel.request('duplicates.like', { connection, object: known, data: rested }) : []),
    enabled: known !== undefined && Object.keys(rested).length > 0,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  return (
    <div className={styles.like} role="status">
      {like.length > 0 && Object.keys(rested).length > 0 ? (
        <p>
          {t('duplicates.like', { count: like.length })}
          {like.map(({ id, name, fact }) => (
            <Link key={id} to={{ at: 'record', connection, object, id }} className={styles.record}>
              <bdi>{name ?? t('value.noName')}</bdi>
              {fact ? <bdi className={styles.fact}>{fact}</bdi> : null}
            </Link>
          ))}
        </p>
      ) : null}
    </div>
  )
}

function useRested(data: JsonObject): JsonObject {
  const [rested, setRested] = useState(data)
  useEffect(() => {
    const timer = setTimeout(() => setRested(data), REST_MS)
    return () => clearTimeout(timer)
  }, [data])
  return rested
}
