/** The sheet that `?` opens: the table of keys, in groups. */
import { useText } from '../messages/text'
import { Dialog } from '../parts/dialog'
import { allKeyCaps, keyGroups, type KeyName, keys } from '../keys'
import styles from './key-sheet.module.css'

export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  return (
    <Dialog title={t('keys.title')} wide onClose={onClose}>
      <div className={styles.groups}>
        {keyGroups.map((group) => (
          <section key={group} className={styles.group}>
            <h3 className={styles.head}>{t(`keys.group.${group}`)}</h3>
            <dl>
              {(Object.keys(keys) as KeyName[])
                .filter((name) => keys[name].group === group)
                .map((name) => (
                  <div key={name} className={styles.row}>
                    <dt>{t(`keys.${name}`)}</dt>
                    <dd className={styles.caps}>
                      {allKeyCaps(name).map((cap) => (
                        <kbd key={cap}>{cap}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
