/** English texts of the sample data; the fullest set. See `languages.ts`. */
import type { Texts } from './languages'

export const englishTexts: Texts = {
  products: [
    'label printers',
    'handheld scanners',
    'traceability software',
    'a maintenance contract',
    'the warehouse roll-out',
    'the second production line',
    'a pilot in one plant',
  ],
  dealNames: ['%c: %p', '%c – %p (renewal)', '%p for %c', '%c: %p, phase 2'],
  titles: [
    'Head of Operations',
    'Plant Manager',
    'IT Manager',
    'Purchasing Manager',
    'Managing Director',
    'Quality Manager',
    'Warehouse Supervisor',
    'CFO',
  ],
  departments: ['Operations', 'IT', 'Purchasing', 'Quality', 'Management'],
  notes: [
    'Budget|%n has until the end of the quarter to commit the budget. Anything above needs the board.',
    'Competitor in the house|They had a demo from Nordwind last week. Price is lower, but no integration with their ERP. %n liked our error rate.',
    'Site visit|Walked the hall with %n. Two of the five printers are over eight years old, ribbons stored next to the heater.\nSend them the climate sheet.',
    'Decision|%n decides together with purchasing. IT only wants to know where the data is kept.',
    'Contract|Legal asks for 60 days of payment and a penalty clause. First one fine, second one no.',
    'Who is who|%n used to work at our old customer in the valley and asked for the same set-up again.',
  ],
  calls: [
    'Talked about %p. %n wants a second offer without installation and will call back on Thursday.',
    'Only reached the front desk. %n is at a trade fair until Monday.',
    'Went through the offer line by line. Open: spare parts and the delivery date.',
    'They are happy with the pilot: 40 % fewer relabelled pallets. Next step is the works council.',
    'Short call, bad connection from the train. Sends the number of workplaces by mail.',
  ],
  meetings: [
    'Demo of %p|Shown on their own labels. Bring a sample of the thermal roll next time.',
    'Kick-off with %c|Roles, dates, who signs for what.',
    'Quarterly review|Tickets, uptime, what comes next year.',
    'Negotiation|Price list, discount for three sites, payment terms.',
  ],
  emails: [
    'Offer for %p|Hello %n,\n\nthank you for your time yesterday. Please find our offer for %p attached; it stands for 30 days.\n\nBest regards',
    'Re: delivery date|Hi %n,\n\nthe devices leave our warehouse on Friday, so you have them by Tuesday at the latest.\n\nKind regards',
    'Your questions from the demo|Hello %n,\n\nyes, the scanners work down to -25 °C. The data sheet is on page 4 of the attachment.\n\nBest regards',
    'Meeting next week|Hi %n,\n\ndoes Wednesday at ten work for you? I would bring our engineer along.\n\nBest',
  ],
  tasks: [
    'Send a new offer to %n|With and without installation.',
    'Call %n about %p|Ask for the number of workplaces.',
    'Get a reference customer for %c|Same industry, if we have one.',
    'Check the contract draft|Payment terms are on page 3.',
  ],
  won: ['Best integration', 'Service close by', 'Convinced by the pilot'],
  lost: ['Price', 'Project stopped', 'Went with a competitor', 'No budget this year'],
}
