/** A position in frame pixels: continuous, x right, y down, origin at the outer corner of the top-left pixel. */
export type Point = { readonly x: number; readonly y: number };

/** A closed line; the closing vertex is not repeated. */
export type Ring = readonly Point[];

/** One part. Its region is the even-odd rule over all of its rings. */
export type Polygon = { readonly exterior: Ring; readonly holes: readonly Ring[] };

export type Bounds = {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
};

/** GeoJSON Polygon coordinates: rings of [x, y], exterior first. */
export type Coordinates = number[][][];

/** Ring 0 is the exterior, ring i + 1 is hole i. */
export type VertexRef = { readonly ring: number; readonly vertex: number };

/** Edge i runs from vertex i to vertex i + 1 (the last one back to vertex 0). */
export type EdgeRef = { readonly ring: number; readonly edge: number };
