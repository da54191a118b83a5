/** The CRMs that can be connected through the Unified API, by the name a rep knows. */
export interface Provider {
  readonly id: string
  readonly name: string
}

export const providers: readonly Provider[] = [
  { id: 'salesforce', name: 'Salesforce' },
  { id: 'hubspot', name: 'HubSpot' },
  { id: 'pipedrive', name: 'Pipedrive' },
  { id: 'zohocrm', name: 'Zoho CRM' },
  { id: 'microsoftdynamics', name: 'Microsoft Dynamics 365' },
  { id: 'close', name: 'Close' },
  { id: 'copper', name: 'Copper' },
  { id: 'freshsales', name: 'Freshsales' },
  { id: 'attio', name: 'Attio' },
  { id: 'insightly', name: 'Insightly' },
  { id: 'capsule', name: 'Capsule' },
  { id: 'keap', name: 'Keap' },
  { id: 'sugarcrm', name: 'SugarCRM' },
  { id: 'zendesksell', name: 'Zendesk Sell' },
  { id: 'monday', name: 'monday CRM' },
  { id: 'odoo', name: 'Odoo' },
  { id: 'creatio', name: 'Creatio' },
  { id: 'bitrix24', name: 'Bitrix24' },
  { id: 'teamleader', name: 'Teamleader' },
  { id: 'affinity', name: 'Affinity' },
  { id: 'vtiger', name: 'Vtiger' },
  { id: 'nutshell', name: 'Nutshell' },
  { id: 'nocrm', name: 'noCRM.io' },
  { id: 'highlevel', name: 'HighLevel' },
  { id: 'pipeliner', name: 'Pipeliner' },
  { id: 'folk', name: 'folk' },
  { id: 'twenty', name: 'Twenty' },
]
