import type { Point } from '#shared/geometry/types';
import { BUSY_MESSAGE, stay, type Tool, type ToolContext } from './tool';
import {
  beginErasing,
  eraseReach,
  eraseVertices,
  erasingSketch,
  releaseErasing,
  type VertexErasing,
} from './vertex-erase';

export type VertexEraserState =
  | { readonly kind: 'idle'; readonly hover: Point | null }
  | { readonly kind: 'erasing'; readonly erasing: VertexErasing };

/** A drag along the selected outline takes out every vertex that it comes near, as one step. */
export const vertexEraserTool: Tool<VertexEraserState> = {
  initial: { kind: 'idle', hover: null },
  step(state, event, context) {
    if (state.kind === 'idle') {
      switch (event.type) {
        case 'pointerDown': {
          const message = refusalOf(context);
          if (message !== null || !context.editable)
            return stay(state, { type: 'refuse', message: message ?? BUSY_MESSAGE });
          const erasing = beginErasing(context.editable, event.framePoint);
          return stay({ kind: 'erasing', erasing: eraseVertices(erasing, event.trail, context) });
        }
        case 'pointerMove':
          return stay({ kind: 'idle', hover: event.framePoint });
        case 'pointerLeave':
          return stay({ kind: 'idle', hover: null });
        case 'cancel':
          return stay(state, { type: 'cancelTool' });
        default:
          return stay(state);
      }
    }
    switch (event.type) {
      case 'pointerMove':
        return stay({ kind: 'erasing', erasing: eraseVertices(state.erasing, event.trail, context) });
      case 'pointerUp':
      case 'complete': {
        const erasing = event.type === 'pointerUp' ? eraseVertices(state.erasing, event.trail, context) : state.erasing;
        const outcome = releaseErasing(erasing);
        const idle: VertexEraserState = { kind: 'idle', hover: erasing.at };
        if (outcome.kind === 'changed') return stay(idle, { type: 'commit', edit: outcome.edit });
        return outcome.kind === 'refused' ? stay(idle, { type: 'refuse', message: outcome.message }) : stay(idle);
      }
      case 'cancel':
      case 'interrupt':
        return stay({ kind: 'idle', hover: null });
      default:
        return stay(state);
    }
  },
  sketch(state, context) {
    if (state.kind === 'erasing') return erasingSketch(state.erasing);
    if (!state.hover || !context.editable) return { kind: 'none' };
    const reach = { ...state.hover, radius: eraseReach(context) };
    return { kind: 'polygons', polygons: context.editable.polygons, isValid: true, activeVertex: null, reach };
  },
  cursor: (state, context) => (state.kind === 'idle' && refusalOf(context) !== null ? 'refused' : 'remove'),
  hasDraft: ({ kind }) => kind === 'erasing',
  holdsOnPress: () => true,
};

function refusalOf({ editable, isBusy }: ToolContext): string | null {
  if (!editable) return 'Select the one lesion whose vertices are to go first.';
  return isBusy ? BUSY_MESSAGE : null;
}
