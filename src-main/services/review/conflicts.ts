import type { Conflict, ConflictContent } from '#shared/contract/ingest';
import { differenceWords, type ContentFacts } from '#shared/domain/conflict-words';
import type { ResultKey } from '#shared/domain/ids';
import type { ReadableDb } from '#main/db/handle';
import {
  conflictCounts,
  conflictPage,
  contentsOf,
  equalLesions,
  rowsOfContent,
  viewsOfContent,
  type ContentView,
  type StoredContent,
} from '#main/repositories/conflicts';
import { newestChoice, standingSettlements } from '#main/repositories/projection-choices';
import { revisionLabel, viewById } from '#main/repositories/views';
import { appendEvent } from '../journal';
import { envelope, type Appended, type Reviewing } from './append-action';
import { refusal } from './refusal';

type Content = StoredContent & { readonly views: readonly ContentView[] };

const labelOf = ({ revision, versionId }: StoredContent): string =>
  revisionLabel(revision, versionId === null ? null : (JSON.parse(versionId) as string | number | null));
const sumOf = (views: readonly ContentView[], count: (view: ContentView) => number): number =>
  views.reduce((sum, view) => sum + count(view), 0);
const isLive = ({ superseded, views }: Content): boolean =>
  superseded === 0 && views.some(({ setAside }) => setAside === 0);

const valueWords = ({ value, units }: { value: string | null; units: string | null }): string => {
  const parsed = value === null ? null : (JSON.parse(value) as string | number | null);
  return parsed === null ? 'no value' : `${parsed}${units === null ? '' : ` ${units}`}`;
};

const factsOf = (db: ReadableDb, content: Content): ContentFacts => ({
  isOk: content.isOk === 1,
  failureReason: content.failureReason,
  revision: labelOf(content),
  creationTime: content.creationTime,
  imageId: content.imageId,
  lesions: sumOf(content.views, ({ model }) => model),
  views: content.views.map(({ name, width, height }) =>
    width === null || height === null ? `${name} without frame` : `${name} ${width} × ${height} px`,
  ),
  rows: new Map(rowsOfContent(db, content.id).map((row) => [row.area, valueWords(row)])),
});

function presentContent(db: ReadableDb, content: Content, first: Content): ConflictContent {
  const { views } = content;
  const facts = factsOf(db, content);
  return {
    resultKey: content.key,
    file: content.file,
    place: content.place,
    importedAt: content.importedAt,
    creationTime: content.creationTime,
    revision: facts.revision,
    isOk: facts.isOk,
    lesions: facts.lesions,
    decided: sumOf(views, ({ decided }) => decided),
    added: sumOf(views, ({ added }) => added),
    done: sumOf(views, ({ done }) => done),
    state: isLive(content) ? 'live' : content.superseded === 1 ? 'superseded' : 'setAside',
    views: views.map(({ uid, name }) => ({ viewId: uid, side: name })),
    differences:
      content === first ? [] : differenceWords(factsOf(db, first), facts, equalLesions(db, first.id, content.id)),
  };
}

function readContents(db: ReadableDb, elementId: string): Content[] {
  return contentsOf(db, elementId).map((content) => ({ ...content, views: viewsOfContent(db, content.id) }));
}

function presentConflict(db: ReadableDb, elementId: string): Conflict {
  const contents = readContents(db, elementId);
  const choice = newestChoice(standingSettlements(db, elementId));
  const isSettled = contents.filter(isLive).length < 2;
  return {
    elementId,
    settled: isSettled && choice ? { resultKey: choice.resultKey, reviewer: choice.reviewer, at: choice.at } : null,
    needsSettling: !isSettled,
    contents: contents.map((content) => presentContent(db, content, contents[0]!)),
  };
}

/** Element ids that came with different contents: those to be settled first. */
export function listConflicts(
  db: ReadableDb,
  page: { elementId: string | null; offset: number; limit: number },
): { total: number; unsettled: number; rows: Conflict[] } {
  const { elementId, ...part } = page;
  const ids = elementId === null ? conflictPage(db, part) : [elementId];
  const rows = ids.map((id) => presentConflict(db, id)).filter(({ contents }) => contents.length > 1);
  return { ...conflictCounts(db), rows };
}

/** Whether several contents of an element id are live: decisions on them cannot all be truth. */
export const isUnsettled = (db: ReadableDb, elementId: string): boolean =>
  readContents(db, elementId).filter(isLive).length > 1;

/**
 * Says which content of an element id holds; the others are set aside with their decisions. One event, one undo step;
 * settling again replaces. @throws MaculeError decision_refused: unknown_conflict, nothing_changed.
 */
export function settleConflict(
  reviewing: Reviewing,
  { elementId, resultKey }: { elementId: string; resultKey: ResultKey },
): Appended {
  const { db, author, reviewer } = reviewing;
  return db
    .transaction((): Appended => {
      const contents = readContents(db, elementId);
      const chosen = contents.find(({ key }) => key === resultKey);
      const view = chosen?.views[0] && viewById(db, chosen.views[0].uid);
      if (contents.length < 2 || !view)
        throw refusal(
          'unknown_conflict',
          contents.length < 2
            ? `There are no different contents of ${elementId} to choose from.`
            : `${resultKey} is none of the ${contents.length} contents of ${elementId}.`,
        );
      const standing = standingSettlements(db, elementId);
      const setAside = contents.map(({ key }) => key).filter((key) => key !== resultKey);
      const now = newestChoice(standing);
      const known = new Set<string>(now ? (JSON.parse(now.setAside) as string[]) : []);
      if (now?.resultKey === resultKey && setAside.every((key) => known.has(key)))
        throw refusal('nothing_changed', `${resultKey} holds already.`);
      const replaces = standing.filter((one) => one.reviewer === reviewer).map(({ eventId }) => eventId);
      const label = 'Settle conflict';
      const changes = [{ type: 'settle' as const, elementId, resultKey, setAside, replaces }];
      const payload = envelope(reviewing, view, { label, changes, undoes: null });
      const { id, touched } = appendEvent(db, author, { kind: 'settle', reviewer, payload });
      return { eventId: id, label, viewId: view.uid, touched, findings: [] };
    })
    .immediate();
}
