/** What boards and charts count by, without reading documents: indexes over what the record says as the rep sees it. */

/*
 * Kept by SQLite itself, from the view or the CRM's truth, so they can't drift from the record. The expressions are matched by
 * their text: `aggregates/facts.ts` writes the same ones, and a test reads the query plans.
 *
 * deal_facts       what each deal counts in, in the order in which stages are summed
 * deal_closed      closed deals by when, for what was won and lost and how long it took
 * event_facts      activities by when, for weeks and for what is still to come
 * event_open_task  tasks that are not done
 * history_of_deals what moved in deals, by when
 */
export const reports = `
CREATE INDEX deal_facts ON record (
  stream, json_extract(coalesce(view_json, remote_json), '$.pipelines[0].id'), json_extract(coalesce(view_json, remote_json), '$.stages[0].id'),
  json_extract(coalesce(view_json, remote_json), '$.currency'), closing_at, owner, amount, probability, closed_at, created_at, id
) WHERE list = 'deal';
CREATE INDEX deal_closed ON record (
  stream, closed_at, json_extract(coalesce(view_json, remote_json), '$.pipelines[0].id'),
  json_extract(coalesce(view_json, remote_json), '$.stages[0].id'), json_extract(coalesce(view_json, remote_json), '$.currency'),
  owner, amount, probability, created_at
) WHERE list = 'deal' AND closed_at IS NOT NULL;
CREATE INDEX event_facts ON record (stream, happens_at, type, owner) WHERE list = 'event';
CREATE INDEX event_open_task ON record (stream, json_extract(coalesce(view_json, remote_json), '$.task.due_at'), happens_at, owner)
  WHERE list = 'event' AND type = 'task' AND coalesce(json_extract(coalesce(view_json, remote_json), '$.task.status'), '') <> 'COMPLETED';
CREATE INDEX history_of_deals ON history (at, record_id) WHERE path IN ('stages', 'amount', 'closing_at');
`
