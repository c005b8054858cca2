import type { ToolName } from '../canvas-edit';
import { createBrushTool } from './brush-tool';
import { marqueeTool } from './marquee-tool';
import { patchTool } from './patch-tool';
import { createRingTool } from './ring-tool';
import { selectTool } from './select-tool';
import { splitTool } from './split-tool';
import { wandTool } from './wand-tool';
import type { Cursor, Sketch, Tool, ToolContext, ToolEffect, ToolEvent } from './tool';
import { createTransformTool } from './transform-tool';
import { vertexEraserTool } from './vertex-eraser-tool';

/** A tool with its state inside. */
export type RunningTool = {
  /** Takes one step; `hasChanged` tells whether the event meant anything. */
  step(event: ToolEvent, context: ToolContext): { effects: readonly ToolEffect[]; hasChanged: boolean };
  sketch(context: ToolContext): Sketch;
  cursor(context: ToolContext): Cursor;
  hasDraft(): boolean;
  holdsOnPress(context: ToolContext): boolean;
};

/** Every tool by its name: a new tool is registered here. */
export function startTool(name: ToolName): RunningTool {
  switch (name) {
    case 'select':
      return run(selectTool);
    case 'redraw':
    case 'add':
    case 'subtract':
      return run(createRingTool(name));
    case 'brush':
    case 'eraser':
      return run(createBrushTool(name));
    case 'split':
      return run(splitTool);
    case 'patch':
      return run(patchTool);
    case 'wand':
      return run(wandTool);
    case 'transform':
    case 'shift':
      return run(createTransformTool(name));
    case 'marquee':
      return run(marqueeTool);
    case 'vertexEraser':
      return run(vertexEraserTool);
  }
}

function run<State>(tool: Tool<State>): RunningTool {
  let state = tool.initial;
  return {
    step(event, context) {
      const next = tool.step(state, event, context);
      const hasChanged = next.state !== state || next.effects.length > 0;
      state = next.state;
      return { effects: next.effects, hasChanged };
    },
    sketch: (context) => tool.sketch(state, context),
    cursor: (context) => tool.cursor(state, context),
    hasDraft: () => tool.hasDraft(state),
    holdsOnPress: (context) => tool.holdsOnPress(state, context),
  };
}
