/** How the file is read and what its rows may do: what was guessed, each to be overruled. */
import { dateOrders, decimalSigns, type Delimiter, delimiters, encodings, importModes, type MatchKey } from '../../../shared/model/import'
import { matchKeysFor } from '../../../shared/model/import-match'
import { type WritableObjectType, writableObjectTypes } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { Mark } from '../../parts/mark'
import { ChipSelect } from './chip-select'
import styles from './reading-bar.module.css'
import type { OpenImport, ReadingChoice } from './use-import'

export interface ReadingBarProps {
  readonly open: OpenImport
  readonly onChoose: (choice: ReadingChoice) => void
  readonly onSet: (settings: Partial<OpenImport['settings']>) => void
}

const importable = writableObjectTypes.filter((object) => object !== 'pipeline')
const delimiterNames: Readonly<Record<Delimiter, 'comma' | 'semicolon' | 'tab' | 'bar'>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }
const dateExamples = { ymd: '2026-12-31', dmy: '31.12.2026', mdy: '12/31/2026' } as const
const decimalExamples = { '.': '1,234.56', ',': '1.234,56' } as const

export function ReadingBar({ open, onChoose, onSet }: ReadingBarProps) {
  const t = useText()
  const { guess, settings } = open
  const { reading } = guess
  return (
    <div className={styles.bar}>
      <ChipSelect<WritableObjectType>
        label={t('import.object')}
        value={settings.object}
        options={importable.map((id) => ({ id, label: t(`title.${id}`) }))}
        onChange={(object) => onChoose({ object })}
      />
      <ChipSelect
        label={t('import.delimiter')}
        value={reading.delimiter}
        options={delimiters.map((id) => ({ id, label: t(`import.delimiter.${delimiterNames[id]}`) }))}
        onChange={(delimiter) => onChoose({ delimiter })}
      />
      <ChipSelect
        label={t('import.encoding')}
        value={reading.encoding}
        options={encodings.map((id) => ({ id, label: id }))}
        onChange={(encoding) => onChoose({ encoding })}
      />
      <ChipSelect
        label={t('import.header')}
        value={reading.header ? 'yes' : 'no'}
        options={(['yes', 'no'] as const).map((id) => ({ id, label: t(`import.header.${id}`) }))}
        onChange={(header) => onChoose({ header: header === 'yes' })}
      />
      <ChipSelect
        label={t('import.dates')}
        value={settings.formats.dates}
        options={dateOrders.map((id) => ({ id, label: dateExamples[id] }))}
        onChange={(dates) => onSet({ formats: { ...settings.formats, dates } })}
      />
      <ChipSelect
        label={t('import.decimal')}
        value={settings.formats.decimal}
        options={decimalSigns.map((id) => ({ id, label: decimalExamples[id] }))}
        onChange={(decimal) => onSet({ formats: { ...settings.formats, decimal } })}
      />
      {guess.unreadable > 0 ? (
        <span className={styles.warning} role="status">
          <Mark name="waiting" label={null} />
          {t('import.unreadable', { count: guess.unreadable })}
        </span>
      ) : null}
      <span className={styles.grow} />
      <ChipSelect
        label={t('import.mode')}
        value={settings.mode}
        options={importModes.map((id) => ({ id, label: t(`import.mode.${id}`) }))}
        onChange={(mode) => onSet({ mode })}
      />
      <MatchSelect open={open} onSet={onSet} />
    </div>
  )
}

const keyNames = ['id', 'email', 'domain', 'phone', 'name-company'] as const

function MatchSelect({ open: { settings }, onSet }: Pick<ReadingBarProps, 'open' | 'onSet'>) {
  const t = useText()
  const nameOf = (key: MatchKey): string => {
    const known = keyNames.find((each) => each === key)
    return known ? t(`import.match.${known}`) : key.replace('field:', '')
  }
  const inOrder = (keys: readonly MatchKey[]): string => {
    const [first, second] = keys.map(nameOf)
    if (first === undefined) return t('import.match.none')
    return second === undefined ? first : t('import.match.guessed', { first, second })
  }
  const guessed = matchKeysFor(
    settings.object,
    settings.mapping.flatMap(({ target }) => target ?? []),
  )
  // The guessed order, each known way alone, each custom field that is mapped, and not at all.
  const custom = settings.mapping.flatMap(({ target }): MatchKey[] => (target?.startsWith('metadata.') ? [`field:${target}`] : []))
  const choices: readonly (readonly MatchKey[])[] = [guessed, ...keyNames.map((key) => [key]), ...custom.map((key) => [key]), [], settings.match]
  const options = [...new Map(choices.map((keys) => [keys.join(' '), { id: keys.join(' '), label: inOrder(keys) }])).values()]
  return (
    <ChipSelect
      label={t('import.match')}
      value={settings.match.join(' ')}
      options={options}
      onChange={(id) => onSet({ match: choices.find((keys) => keys.join(' ') === id) ?? [] })}
    />
  )
}
