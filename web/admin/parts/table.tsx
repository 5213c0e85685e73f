import { Button } from 'antd'
import type { ReactNode } from 'react'
import { t } from '../kit.ts'
import type { PagesReading } from '../read.ts'
import { Unread } from './problem.tsx'

export interface Column<Row> {
  readonly key: string
  readonly title: ReactNode
  readonly cell: (row: Row, index: number) => ReactNode
  /** Money and counts stand on the right, figure under figure. */
  readonly isNumber?: boolean
  /** Takes what is left; the others are as wide as they need. */
  readonly isWide?: boolean
  /** How wide its skeleton is, in characters. */
  readonly about?: number
}

interface TableProps<Row> {
  /** What the table holds, for those who hear it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** A row that needs a look, that is over, or that belongs to the one above. */
  readonly tone?: (row: Row) => 'berry' | 'faded' | 'joined' | undefined
  readonly foot?: ReactNode
}

export function Table<Row>({ caption, columns, rows, rowKey, tone, foot }: TableProps<Row>) {
  return (
    <Frame caption={caption}>
      <table className="table">
        <caption className="unseen">{caption}</caption>
        <Head columns={columns} />
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row)} className={tone?.(row)}>
              {columns.map((column) => (
                <td key={column.key} className={classOf(column)} data-label={labelOf(column)}>
                  {column.cell(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot !== undefined && <tfoot>{foot}</tfoot>}
      </table>
    </Frame>
  )
}

interface ListProps<Row> extends Omit<TableProps<Row>, 'rows'> {
  readonly reading: PagesReading<Row>
  readonly empty: ReactNode
}

/** A list that is read page by page: skeleton, rows, what to do when there is none, and more. */
export function List<Row>({ reading, empty, ...table }: ListProps<Row>) {
  const { items, problem } = reading
  if (!items && problem) return <Unread problem={problem} again={reading.again} />
  if (!items) return <TableSkeleton caption={table.caption} columns={table.columns} />
  if (items.length === 0) return <div className="card">{empty}</div>
  return (
    <>
      <Table {...table} rows={items} />
      <div className="row list-foot">
        <span className="muted s12" role="status">
          {reading.hasMore ? t('rows_so_far', { n: items.length }) : t('rows_all', { n: items.length })}
        </span>
        {reading.hasMore && (
          <Button size="small" onClick={reading.more} loading={reading.isLoadingMore}>
            {t('more')}
          </Button>
        )}
        {problem && (
          <span className="berry s12" role="alert">
            {problem.title}
          </span>
        )}
      </div>
    </>
  )
}

const SKELETON_ROWS = 8

export function TableSkeleton<Row>({
  caption,
  columns,
  rows = SKELETON_ROWS,
}: Pick<TableProps<Row>, 'caption' | 'columns'> & { rows?: number }) {
  return (
    <Frame caption={caption}>
      <table className="table" aria-busy="true">
        <caption className="unseen">{`${caption} · ${t('loading')}`}</caption>
        <Head columns={columns} />
        <tbody aria-hidden="true">
          {Array.from({ length: rows }, (_, index) => index).map((index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={column.key} className={classOf(column)}>
                  <span className="skeleton" style={{ width: `${column.about ?? 8}ch` }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

/** Wide tables scroll inside their card; the keyboard can reach that, too. */
function Frame({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-frame card" aria-label={caption} tabIndex={0}>
      {children}
    </section>
  )
}

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column.key} scope="col" className={classOf(column)}>
            {column.title}
          </th>
        ))}
      </tr>
    </thead>
  )
}

const labelOf = <Row,>({ title }: Column<Row>): string | undefined => (typeof title === 'string' ? title : undefined)

const classOf = <Row,>({ isNumber, isWide }: Column<Row>): string | undefined =>
  [isNumber && 'm', isWide && 'w'].filter(Boolean).join(' ') || undefined
