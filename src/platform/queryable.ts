/** Anything a statement can be sent to: the database for reads, a transaction for reads and writes. */
export interface Queryable {
  query<Row = Record<string, unknown>>(name: string, text: string, values?: readonly unknown[]): Promise<Row[]>
}
