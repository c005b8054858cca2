/** What a reason may be given with. Ids are never reused; a changed meaning is a new id. */
export type ReasonGroup = 'reject' | 'correct' | 'add' | 'unsure';
export type ReasonSeverity = 'minor' | 'major' | 'critical';
export type Reason = {
  readonly id: string;
  readonly group: ReasonGroup;
  readonly label: string;
  readonly hint: string;
  readonly severity: ReasonSeverity;
};

const reason = (id: string, group: ReasonGroup, severity: ReasonSeverity, [label, hint]: [string, string]): Reason => ({
  id,
  group,
  severity,
  label,
  hint,
});

/** The coded list of research/domain.md §1.2, version 1. Order is the order of the digit keys. */
export const REASONS: readonly Reason[] = [
  reason('R1', 'reject', 'major', ['Vascular / PIE', 'pink to red mark, no brown']),
  reason('R2', 'reject', 'major', ['Active lesion', 'papule, pustule, scab']),
  reason('R3', 'reject', 'major', ['Nevus', 'sharp, even, often raised']),
  reason('R4', 'reject', 'major', ['Lentigo / freckle', 'sharp edge, sun sites']),
  reason('R5', 'reject', 'major', ['Melasma / diffuse', 'symmetric patches']),
  reason('R6', 'reject', 'major', ['Scar / texture', 'relief without colour']),
  reason('R7', 'reject', 'major', ['Shadow / specular', 'follows relief, moves with light']),
  reason('R8', 'reject', 'major', ['Hair', 'brow, stubble, strand']),
  reason('R9', 'reject', 'major', ['Make-up / object', 'artificial colour, straight edge']),
  reason('R10', 'reject', 'major', ['Image artefact', 'blur, compression, background']),
  reason('R11', 'reject', 'major', ['Normal anatomy', 'nostril, lip, ear, lid']),
  reason('R12', 'reject', 'major', ['Other pigment', 'blue-grey, bilateral, reticulate']),
  reason('R13', 'reject', 'major', ['Duplicate', 'already marked by another lesion']),
  reason('G1', 'correct', 'minor', ['Too large', 'outline outside the lesion']),
  reason('G2', 'correct', 'minor', ['Too small', 'outline inside the lesion']),
  reason('G3', 'correct', 'minor', ['Shifted', 'right shape, wrong place']),
  reason('G4', 'correct', 'minor', ['Split or merge', 'one outline for several lesions, or the reverse']),
  reason('G5', 'correct', 'major', ['Wrong area or side', 'right lesion, wrong label']),
  reason('M1', 'add', 'major', ['Missed lesion', 'the algorithm did not mark it']),
  reason('U1', 'unsure', 'minor', ['Mixed PIH / PIE', 'brown and red together']),
  reason('U2', 'unsure', 'minor', ['Photo not good enough', 'or another view is needed']),
];

export const REASON_IDS: ReadonlySet<string> = new Set(REASONS.map(({ id }) => id));
/** The reason that an added lesion gets when none is given. */
export const DEFAULT_ADD_REASON = 'M1';
