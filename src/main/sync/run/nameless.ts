/**
 * What came without an id and could not be read. It can't be asked for again; the list that it came in can: what does not come again in a
 * reading of the same list is gone, or has become readable, and is forgotten.
 */
import type { ObjectType } from '../../../shared/model/object-type'
import { isReadable } from '../../connectors/connector'
import { transaction } from '../../mirror/open'
import { dropNameless, namelessFingerprint, namelessOnes } from '../../mirror/quarantine'
import type { Entry, StreamParts } from './apply-page'

export interface NamelessWatch {
  /** To be told of each page. */
  meet(entries: readonly Entry[]): void
  /** Whether any came that was not known when the watch began. */
  readonly hasNew: boolean
  /** Whether any came at all. */
  readonly hasAny: boolean
  /** The list was read whole: what did not come is forgotten. */
  forgetAbsent(): void
  /** The same part of the list was read again by `later`: of what was new to this watch, what did not come again is forgotten. */
  forgetUnless(later: NamelessWatch): void
  came(fingerprint: string): boolean
}

export function watchNameless({ db, line }: Pick<StreamParts, 'db' | 'line'>, object: ObjectType): NamelessWatch {
  const connection = line.connection.id
  const known = new Set(namelessOnes(db, connection, object))
  const met = new Set<string>()
  const fresh = (): readonly string[] => [...met].filter((each) => !known.has(each))
  const forget = (fingerprints: readonly string[]): void => {
    if (fingerprints.length > 0) transaction(db, 'pulled', () => dropNameless(db, connection, object, fingerprints))
  }
  return {
    meet(entries) {
      for (const entry of entries) if (!isReadable(entry) && entry.remoteId === null) met.add(namelessFingerprint(entry.payload))
    },
    get hasNew() {
      return fresh().length > 0
    },
    get hasAny() {
      return met.size > 0
    },
    forgetAbsent: () => forget([...known].filter((each) => !met.has(each))),
    forgetUnless: (later) => forget(fresh().filter((each) => !later.came(each))),
    came: (fingerprint) => met.has(fingerprint),
  }
}
