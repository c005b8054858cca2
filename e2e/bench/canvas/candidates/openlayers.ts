import Feature from 'ol/Feature.js';
import OlMap from 'ol/Map.js';
import type MapBrowserEvent from 'ol/MapBrowserEvent.js';
import View from 'ol/View.js';
import Polygon from 'ol/geom/Polygon.js';
import ImageLayer from 'ol/layer/Image.js';
import VectorLayer from 'ol/layer/Vector.js';
import Projection from 'ol/proj/Projection.js';
import Static from 'ol/source/ImageStatic.js';
import VectorSource from 'ol/source/Vector.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import { fitCamera, panned, zoomed, type Camera, type Candidate } from '../candidate';
import { COLOURS, STATUSES, type Scene, type SceneStatus } from '../scene';

/** OpenLayers with its canvas renderer; its y points up. */
export function openLayers(host: HTMLElement): Candidate {
  const fill = new Fill({ color: 'rgba(255, 255, 255, 0)' }); // without one only the line is hit
  const styles = new Map(
    STATUSES.map((status) => [status, new Style({ stroke: new Stroke({ color: COLOURS[status], width: 2 }), fill })]),
  );
  const styleOf = (status: SceneStatus): Style => styles.get(status)!;
  const wide = new Style({ stroke: new Stroke({ color: '#fff', width: 4 }), fill });
  const features: Feature<Polygon>[] = [];
  let map: OlMap;
  let scene: Scene;
  let camera: Camera;
  let over: Feature<Polygon> | null = null;
  let dragged: { geometry: Polygon; ring: number[][]; vertex: number } | null = null;
  const up = ({ x, y }: { x: number; y: number }): number[] => [x, scene.height - y];
  const look = (next: Camera): void => {
    camera = next;
    const x = (host.clientWidth / 2 - next.offsetX) / next.scale;
    const y = (host.clientHeight / 2 - next.offsetY) / next.scale;
    map.getView().setCenter(up({ x, y }));
    map.getView().setResolution(1 / next.scale);
    map.renderSync();
  };
  return {
    async open(shown, photoUrl) {
      scene = shown;
      const extent = [0, 0, scene.width, scene.height];
      const projection = new Projection({ code: 'photo', units: 'pixels', extent });
      const image = new ImageLayer({ source: new Static({ url: photoUrl, projection, imageExtent: extent }) });
      for (const { id, ring, status } of scene.polygons) {
        const feature = new Feature(new Polygon([[...ring, ring[0]!].map(up)]));
        feature.setId(id);
        feature.setStyle(styleOf(status));
        features.push(feature);
      }
      const vectors = new VectorLayer({ source: new VectorSource({ features }) });
      const view = new View({
        projection,
        constrainResolution: false,
        constrainOnlyCenter: true,
        minResolution: 0.01,
        maxResolution: 20,
        extent: [-1e5, -1e5, 1e5, 1e5],
        smoothExtentConstraint: false,
      });
      map = new OlMap({ target: host, layers: [image, vectors], view, controls: [], interactions: [], pixelRatio: 1 });
      map.on('pointermove', (event) => {
        const { pixel } = event as MapBrowserEvent;
        const found = map.getFeaturesAtPixel(pixel, { hitTolerance: 4 })[0] as Feature<Polygon> | undefined;
        if (found === (over ?? undefined)) return;
        if (over) over.setStyle(styleOf(scene.polygons[features.indexOf(over)]!.status));
        over = found ?? null;
        over?.setStyle(wide);
      });
      look(fitCamera(scene, host));
      await new Promise<void>((done) => map.once('rendercomplete', () => done()));
    },
    jump: (to) => look(to),
    pan: (dx, dy) => look(panned(camera, dx, dy)),
    zoom: (at, factor) => look(zoomed(camera, at, factor)),
    whole: () => Promise.resolve(),
    settle: () => Promise.resolve(),
    hover({ x, y }) {
      const { left, top } = host.getBoundingClientRect();
      const init = { clientX: x + left, clientY: y + top, bubbles: true, pointerId: 1, pointerType: 'mouse' };
      map.getViewport()!.dispatchEvent(new PointerEvent('pointermove', init));
      map.renderSync();
    },
    hovered: () => (over ? String(over.getId()) : null),
    setStatus(index, status) {
      features[index]!.setStyle(styleOf(status));
      map.renderSync();
    },
    beginDrag(index, vertex) {
      const geometry = features[index]!.getGeometry()!;
      dragged = { geometry, ring: geometry.getCoordinates()[0]!.slice(0, -1), vertex };
    },
    dragTo(point) {
      if (!dragged) return;
      dragged.ring[dragged.vertex] = up(point);
      dragged.geometry.setCoordinates([[...dragged.ring, dragged.ring[0]!]]);
      map.renderSync();
    },
    endDrag: () => (dragged = null),
  };
}
