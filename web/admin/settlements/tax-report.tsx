import { Select } from 'antd'
import { useState } from 'react'
import { f, t } from '../kit.ts'

/** The last eight quarters, newest first: 2026Q4, 2026Q3 … */
export function quartersUntil(today: string, count = 8): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const now = year * 4 + Math.floor((month - 1) / 3)
  return Array.from({ length: count }, (_, back) => `${Math.floor((now - back) / 4)}Q${((now - back) % 4) + 1}`)
}

/** A quarter's payouts and what was withheld of them, as a table for the tax filing. */
export function TaxReport() {
  const quarters = quartersUntil(f.localDate(new Date().toISOString()))
  const [quarter, setQuarter] = useState(quarters[0] as string)
  return (
    <>
      <Select
        aria-label={t('tax_quarter')}
        value={quarter}
        onChange={setQuarter}
        options={quarters.map((value) => ({ value, label: value }))}
      />
      <a className="button" href={`/v1/admin/tax-report?quarter=${quarter}`} download>
        {t('tax_report')}
      </a>
    </>
  )
}
