import type { Verdict } from '#shared/domain/verdict';
import type { Polygon } from '#shared/geometry/types';

export const TRUTH_SCHEMA_VERSION = 1;

export type TruthFeature = {
  /** The model lesion's id when accepted, the drawn shape's id when redrawn or added. */
  readonly id: string;
  readonly polygon: Polygon;
  readonly origin: 'model' | 'reviewer';
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly comment: string | null;
  readonly decidedBy: string | null;
  /** ISO 8601, UTC. */
  readonly decidedAt: string | null;
  readonly intensity: number | null;
  readonly techName: string | null;
  readonly areaPx2: number;
  /** Of a redrawn shape: the model lesions that it replaces and the sum of their areas; else null. */
  readonly replaced: { readonly modelLesionIds: readonly string[]; readonly modelAreaPx2: number } | null;
};

export type TruthImage = {
  readonly fileName: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
};

export type TruthResult = {
  readonly id: string | null;
  readonly imageId: string | null;
  readonly creationTime: string | null;
  readonly isOk: boolean;
};

export type TruthRevision = {
  readonly family: string | null;
  readonly algorithmTechName: string | null;
  readonly revision: string | null;
  readonly algorithmVersionId: number | string | null;
};

export type TruthFrame = {
  readonly viewBox: readonly [number, number, number, number] | null;
  readonly width: number;
  readonly height: number;
  /** What the source's vertices meant; the coordinates written are pixel corners always. */
  readonly vertices: 'unstated' | 'corners' | 'centres';
};

/** accepted, rejected, redrawn, unsure, pending: model lesions; added: reviewer lesions; features: shapes written. */
export type TruthCounts = {
  readonly accepted: number;
  readonly rejected: number;
  readonly redrawn: number;
  readonly added: number;
  readonly unsure: number;
  readonly pending: number;
  readonly features: number;
};

export type JournalHead = { readonly device: string; readonly seq: number; readonly hash: string };

/** Everything that one truth file holds. */
export type TruthView = {
  readonly appVersion: string;
  readonly projectId: string;
  readonly subject: string | null;
  readonly capture: string;
  readonly side: string;
  readonly state: 'complete' | 'partial';
  readonly image: TruthImage | null;
  readonly result: TruthResult;
  readonly revision: TruthRevision;
  /** Null only for a view without mask and photo, which can hold no features. */
  readonly frame: TruthFrame | null;
  readonly reviewers: readonly string[];
  readonly counts: TruthCounts;
  readonly ignore: readonly { readonly id: string; readonly polygon: Polygon }[];
  readonly journalHead: readonly JournalHead[];
  readonly features: readonly TruthFeature[];
};

/** Why a part of a truth file could not be read; `path` is a JSON path. */
export type TruthRejection = { readonly path: string; readonly code: string; readonly message: string };
