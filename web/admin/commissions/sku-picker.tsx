import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { t } from '../kit.ts'
import { shortId } from '../parts/says.tsx'
import { useRead } from '../read.ts'
import type { Page, StockRow } from '../shapes.ts'

interface SkuPickerProps {
  readonly id?: string
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
}

const WAIT_MS = 250

/** A SKU by the name of its product, among those that ever had stock. */
export function SkuPicker({ id, value, onChange }: SkuPickerProps) {
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  useEffect(() => {
    const later = setTimeout(() => setSearch(typed.trim()), WAIT_MS)
    return () => clearTimeout(later)
  }, [typed])
  const { data, isLoading } = useRead<Page<StockRow>>('/v1/admin/stock', { search: search || undefined, limit: 20 })
  const named = new Map((data?.items ?? []).map((row) => [row.skuId, `${row.productName} · ${row.skuName}`]))
  if (value && !named.has(value)) named.set(value, shortId(value))
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      allowClear
      placeholder={t('any')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isLoading}
      notFoundContent={<span className="muted s12">{isLoading ? t('loading') : t('nothing_found')}</span>}
      options={[...named].map(([sku, label]) => ({ value: sku, label }))}
    />
  )
}
