/**
 * The CRMs that a rep may look for, by the gateway's name of each. It is what the grid shows before the gateway has been asked;
 * what the gateway then says of them, and others that it knows, is laid over it.
 */
const names = {
  salesforce: 'Salesforce',
  hubspot: 'HubSpot',
  pipedrive: 'Pipedrive',
  zohocrm: 'Zoho CRM',
  microsoftdynamics: 'Microsoft Dynamics 365',
  copper: 'Copper',
  close: 'Close',
  freshsales: 'Freshsales',
  insightly: 'Insightly',
  activecampaign: 'ActiveCampaign',
  affinity: 'Affinity',
  agencyzoom: 'AgencyZoom',
  agilecrm: 'Agile CRM',
  apollo: 'Apollo.io',
  attio: 'Attio',
  bitrix24: 'Bitrix24',
  boondmanager: 'BoondManager',
  bullhorn: 'Bullhorn',
  bunny: 'Bunny.com',
  capsule: 'Capsule',
  clarify: 'Clarify',
  creatio: 'Creatio',
  engagebay: 'EngageBay',
  folk: 'folk',
  highlevel: 'HighLevel',
  keap: 'Keap',
  leadsquared: 'LeadSquared',
  lessannoyingcrm: 'Less Annoying CRM',
  monday: 'monday CRM',
  nethunt: 'NetHunt CRM',
  netsuite: 'NetSuite CRM',
  nocrm: 'noCRM.io',
  nutshell: 'Nutshell',
  odoo: 'Odoo',
  onepagecrm: 'OnePageCRM',
  outreach: 'Outreach',
  pipeliner: 'Pipeliner',
  recruitcrm: 'Recruit CRM',
  salesflare: 'Salesflare',
  salesloft: 'Salesloft',
  streak: 'Streak',
  sugarcrm: 'SugarCRM',
  teamleader: 'Teamleader',
  twenty: 'Twenty',
  vtiger: 'Vtiger',
  zendesksell: 'Zendesk Sell',
  zohobigin: 'Zoho Bigin',
} as const

export interface KnownProvider {
  readonly id: string
  readonly name: string
}

export const knownProviders: readonly KnownProvider[] = Object.entries(names).map(([id, name]) => ({ id, name }))

/** What a rep calls it; the gateway's own name where this version has none. */
export function providerName(id: string): string {
  return (names as Readonly<Record<string, string>>)[id] ?? id
}
