import 'leaflet/dist/leaflet.css';
import * as L from 'leaflet';
import { fitCamera, zoomed, type Camera, type Candidate } from '../candidate';
import { COLOURS, type Scene, type ScenePoint } from '../scene';

/** Leaflet with its canvas renderer in a plane of pixels; its latitude is minus y. A pan is a drag of its own handler. */
export function leaflet(host: HTMLElement): Candidate {
  const polygons: L.Polygon[] = [];
  let map: L.Map;
  let scene: Scene;
  let over: string | null = null;
  let dragAt: ScenePoint | null = null;
  let dragged: { polygon: L.Polygon; ring: L.LatLng[]; vertex: number } | null = null;
  const at = ({ x, y }: ScenePoint): L.LatLng => L.latLng(-y, x);
  const camera = (): Camera => {
    const { x, y } = map.latLngToContainerPoint([0, 0]);
    return { scale: 2 ** map.getZoom(), offsetX: x, offsetY: y };
  };
  const look = ({ scale, offsetX, offsetY }: Camera): void => {
    const middle = { x: (host.clientWidth / 2 - offsetX) / scale, y: (host.clientHeight / 2 - offsetY) / scale };
    map.setView(at(middle), Math.log2(scale), { animate: false });
  };
  const mouse = (target: EventTarget, type: string, { x, y }: ScenePoint): void => {
    const { left, top } = host.getBoundingClientRect();
    const init = {
      clientX: x + left,
      clientY: y + top,
      bubbles: true,
      button: 0,
      buttons: 1,
      pointerId: 1,
      view: window,
    };
    target.dispatchEvent(new MouseEvent(type, init));
  };
  const endPan = (): void => {
    if (dragAt) mouse(document, 'mouseup', dragAt);
    dragAt = null;
  };
  return {
    async open(shown, photoUrl) {
      scene = shown;
      map = L.map(host, {
        crs: L.CRS.Simple,
        renderer: L.canvas({ tolerance: 4 }),
        preferCanvas: true,
        zoomSnap: 0,
        minZoom: -8,
        maxZoom: 8,
        zoomControl: false,
        attributionControl: false,
        zoomAnimation: false,
        inertia: false,
      });
      look(fitCamera(scene, host));
      const image = L.imageOverlay(photoUrl, [
        [-scene.height, 0],
        [0, scene.width],
      ]).addTo(map);
      for (const { id, ring, status } of scene.polygons) {
        const polygon = L.polygon(ring.map(at), { color: COLOURS[status], weight: 2, fillOpacity: 0, fill: true });
        polygon.on('mouseover', () => {
          over = id;
          polygon.setStyle({ weight: 4 });
        });
        polygon.on('mouseout', () => {
          if (over === id) over = null;
          polygon.setStyle({ weight: 2 });
        });
        polygons.push(polygon);
      }
      L.layerGroup(polygons).addTo(map);
      await new Promise<void>((done) => image.once('load', () => done()));
    },
    jump(to) {
      endPan();
      look(to);
    },
    pan(dx, dy) {
      const pane = map.getPanes().mapPane;
      if (!dragAt) {
        dragAt = { x: host.clientWidth / 2, y: host.clientHeight / 2 };
        mouse(pane, 'mousedown', dragAt);
      }
      dragAt = { x: dragAt.x + dx, y: dragAt.y + dy };
      mouse(document, 'mousemove', dragAt);
    },
    zoom: (point, factor) => look(zoomed(camera(), point, factor)),
    whole: () => Promise.resolve(),
    settle() {
      endPan();
      return Promise.resolve();
    },
    hover(point) {
      const canvas = host.querySelector('canvas');
      if (canvas) mouse(canvas, 'mousemove', point);
    },
    hovered: () => over,
    setStatus: (index, status) => polygons[index]!.setStyle({ color: COLOURS[status] }),
    beginDrag(index, vertex) {
      const polygon = polygons[index]!;
      dragged = { polygon, ring: [...(polygon.getLatLngs()[0] as L.LatLng[])], vertex };
    },
    dragTo(point) {
      if (!dragged) return;
      dragged.ring[dragged.vertex] = at(point);
      dragged.polygon.setLatLngs([dragged.ring]);
    },
    endDrag: () => (dragged = null),
  };
}
