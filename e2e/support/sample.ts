import { expect } from '@playwright/test';
import { createWorkplace, macule, maculeJson, maculeRows } from './macule';
import type { Positions } from './plane';

export type LesionRow = {
  readonly id: string;
  readonly view: string;
  readonly origin: 'model' | 'reviewer';
  readonly verdict: string;
  readonly disputed: boolean;
  readonly reason: string | null;
  readonly comment: string | null;
  readonly areaPx2: number;
  readonly bounds: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number };
  readonly geometry: readonly Positions[];
  readonly shapes: readonly {
    readonly id: string;
    readonly areaPx2: number;
    readonly geometry: readonly Positions[];
  }[];
};
export type ViewRow = {
  readonly id: string;
  readonly capture: string;
  readonly side: string;
  readonly state: string;
  readonly photo: string | null;
  readonly revision: string | null;
  readonly subject: string | null;
  readonly lesions: number;
};
export type EventRow = {
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly reviewer: string;
  readonly hash: string;
  readonly undone: boolean;
  readonly payload: {
    readonly label: string;
    readonly view: string;
    readonly overlayShown: boolean;
    readonly imageView: string | null;
    readonly activeMs: number;
    readonly undoes: string | null;
  };
};

/** The sample as an own user has it: the drawn folder, a project into which it was imported, and what is in it. */
export type Sample = {
  readonly folder: string;
  readonly project: string;
  readonly views: readonly ViewRow[];
  readonly lesions: readonly LesionRow[];
  remove(): void;
};

export async function makeSample(): Promise<Sample> {
  const workplace = createWorkplace('sample');
  const folder = workplace.path('Faces of a drawn study');
  const drawn = await macule(workplace, 'sample', '--out', folder);
  expect(drawn.code, drawn.stderr).toBe(0);
  const project = workplace.path('Sample.macule');
  await maculeJson(workplace, 'import', folder, '--project', project);
  return {
    folder,
    project,
    views: await maculeRows<ViewRow>(workplace, 'views', project),
    lesions: await maculeRows<LesionRow>(workplace, 'lesions', project),
    remove: () => workplace.remove(),
  };
}

/** The one view whose photo lies in a folder of the sample; of several, the one with the side or the revision. */
export function viewOf(sample: Sample, folder: string, more: Partial<ViewRow> = {}): ViewRow {
  const found = sample.views.filter(
    (view) =>
      view.photo?.startsWith(`${folder}/`) &&
      Object.entries(more).every(([key, value]) => view[key as keyof ViewRow] === value),
  );
  expect(found, `views of ${folder}`).toHaveLength(1);
  return found[0]!;
}

export const lesionsOf = (sample: Sample, view: ViewRow): LesionRow[] =>
  sample.lesions.filter((lesion) => lesion.view === view.id);
