/** Lays a graph out beside the page, which may end it at any time. */
import { layered, type Sizes } from '#/core/modelGraph/layered';

export interface LayoutRequest extends Sizes {
  edges: (readonly [number, number])[];
}

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => self.postMessage(layered(data, data.edges));
