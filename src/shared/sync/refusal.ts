/** What a refusal means for the rep, beside the CRM's own words; null where those say it all. */
export function meaningOf(code: string): string | null {
  switch (code) {
    case '402':
      return 'Not allowed: the CRM account’s plan does not include it.'
    case '403':
      return 'Not allowed: you may not do this in the CRM. Ask whoever runs it, or discard the change.'
    case '404':
      return 'The CRM knows no such record or link.'
    case '405':
    case '501':
      return 'The CRM has no way to do this.'
    case '409':
      return 'It clashes with something in the CRM, such as another record with the same e-mail address.'
    case '413':
      return 'It is too large for the CRM: shorten it.'
    case '415':
      return 'The CRM does not take it in this form.'
    case '500':
    case '502':
    case '503':
    case '504':
    case 'no-answer':
      return 'The CRM fails at this one again and again, while others get through.'
    default:
      return null
  }
}
