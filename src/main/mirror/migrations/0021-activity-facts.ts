/** Activities counted by kind, and the deals that they name, from indexes alone: see `0014-reports`, whose indexes these replace. */

/*
 * deal_facts       now with the CRM's id at its end, by which activities name a deal
 * event_facts      by kind and then by when, so that counting a kind over a week compares nothing; with the first two deals that an
 *                  activity names: what is planned or recent is laid on deals without a look at links or documents, but for the few
 *                  that name more
 * event_open_task  the same, of tasks that are not done
 */
export const activityFacts = `
DROP INDEX deal_facts;
DROP INDEX event_facts;
DROP INDEX event_open_task;
CREATE INDEX deal_facts ON record (
  stream, json_extract(coalesce(view_json, remote_json), '$.pipelines[0].id'), json_extract(coalesce(view_json, remote_json), '$.stages[0].id'),
  json_extract(coalesce(view_json, remote_json), '$.currency'), closing_at, owner, amount, probability, closed_at, created_at, id, remote_id
) WHERE list = 'deal';
CREATE INDEX event_facts ON record (
  stream, type, happens_at, owner, json_extract(coalesce(view_json, remote_json), '$.deal_ids[0]'),
  json_extract(coalesce(view_json, remote_json), '$.deal_ids[1]')
) WHERE list = 'event';
CREATE INDEX event_open_task ON record (
  stream, json_extract(coalesce(view_json, remote_json), '$.task.due_at'), happens_at, owner,
  json_extract(coalesce(view_json, remote_json), '$.deal_ids[0]'), json_extract(coalesce(view_json, remote_json), '$.deal_ids[1]')
) WHERE list = 'event' AND type = 'task' AND coalesce(json_extract(coalesce(view_json, remote_json), '$.task.status'), '') <> 'COMPLETED';
`
