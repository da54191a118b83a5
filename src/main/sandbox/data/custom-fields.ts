/** The custom fields that this company has defined in its CRM, as `/metadata` lists them. */
import type { Definition } from '../store/definitions'

const select = { format: 'SINGLE_SELECT', original_format: 'enumeration', is_required: false } as const

export const customFieldDefinitions: readonly Definition[] = [
  {
    id: 'cf1',
    name: 'Role in buying',
    slug: 'buying_role',
    object_type: 'crm_contact',
    ...select,
    options: ['Decision maker', 'Champion', 'User', 'Procurement', 'Blocker'],
  },
  { id: 'cf2', name: 'Birthday', slug: 'birthday', object_type: 'crm_contact', format: 'DATE', original_format: 'date', is_required: false },
  {
    id: 'cf3',
    name: 'Newsletter',
    slug: 'newsletter',
    object_type: 'crm_contact',
    format: 'BOOLEAN',
    original_format: 'boolean',
    is_required: false,
  },
  { id: 'cf4', name: 'Tier', slug: 'tier', object_type: 'crm_company', ...select, options: ['Gold', 'Silver', 'Bronze'] },
  {
    id: 'cf5',
    name: 'Annual revenue',
    slug: 'annual_revenue',
    object_type: 'crm_company',
    format: 'NUMBER',
    original_format: 'number',
    is_required: false,
  },
  {
    id: 'cf6',
    name: 'Customer number',
    slug: 'customer_number',
    object_type: 'crm_company',
    format: 'TEXT',
    original_format: 'string',
    is_required: false,
  },
  {
    id: 'cf7',
    name: 'Competitors',
    slug: 'competitors',
    object_type: 'crm_deal',
    format: 'MULTIPLE_SELECT',
    original_format: 'enumeration',
    options: ['Nordwind', 'Kestrel', 'In-house', 'None'],
    is_required: false,
  },
  {
    id: 'cf8',
    name: 'Contract length (months)',
    slug: 'contract_months',
    object_type: 'crm_deal',
    format: 'NUMBER',
    original_format: 'number',
    is_required: false,
  },
  { id: 'cf9', name: 'Score', slug: 'score', object_type: 'crm_lead', format: 'NUMBER', original_format: 'number', is_required: false },
]

/** The industries that companies are filed under, as the taxonomy lists them. */
export const industries = [
  'Machinery',
  'Automotive',
  'Logistics',
  'Software',
  'Food & Beverage',
  'Construction',
  'Chemicals',
  'Medical Devices',
  'Retail',
  'Energy',
  'Textiles',
  'Financial Services',
  'Education',
  'Hospitality',
  'Packaging',
  'Electronics',
] as const
