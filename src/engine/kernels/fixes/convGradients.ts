/** Gradients of dilated convolutions, which tfjs refuses, and of conv3dTranspose, which it lacks. */
import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import {
  depthwiseFilterGradient,
  depthwiseInputGradient,
  filterGradient,
  inputGradient,
  type TapGeometry,
} from './taps';

export interface ConvAttrs {
  strides: number | number[];
  dilations?: number | number[];
  pad: never;
  dataFormat?: string;
  dimRoundingMode?: never;
}

const isDilated = ({ dilations }: ConvAttrs): boolean => [dilations ?? 1].flat().some((n) => n > 1);

export function planeGeometry(
  tf: Ops,
  x: number[],
  filter: number[],
  attrs: ConvAttrs,
  depthwise: boolean,
): TapGeometry {
  const info = tf.backend_util.computeConv2DInfo(
    x as never,
    filter as never,
    attrs.strides as never,
    (attrs.dilations ?? 1) as never,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  );
  return {
    inShape: x,
    kernel: filter.slice(0, 2),
    outSpace: [info.outHeight, info.outWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    padBegin: [info.padInfo.top, info.padInfo.left],
  };
}

export function volumeGeometry(tf: Ops, x: number[], filter: number[], attrs: ConvAttrs): TapGeometry {
  const info = tf.backend_util.computeConv3DInfo(
    x as never,
    filter as never,
    attrs.strides as never,
    (attrs.dilations ?? 1) as never,
    attrs.pad,
  );
  return {
    inShape: x,
    kernel: filter.slice(0, 3),
    outSpace: [info.outDepth, info.outHeight, info.outWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padBegin: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

export function registerConvGradients(tf: Ops): void {
  dilated(tf, 'Conv2D', (dy, x, w, attrs) => {
    const geometry = planeGeometry(tf, x.shape, w.shape, attrs, false);
    return { x: () => inputGradient(tf, dy, w, geometry), filter: () => filterGradient(tf, x, dy, geometry) };
  });
  dilated(tf, 'Conv3D', (dy, x, w, attrs) => {
    const geometry = volumeGeometry(tf, x.shape, w.shape, attrs);
    return { x: () => inputGradient(tf, dy, w, geometry), filter: () => filterGradient(tf, x, dy, geometry) };
  });
  dilated(tf, 'DepthwiseConv2dNative', (dy, x, w, attrs) => {
    const geometry = planeGeometry(tf, x.shape, w.shape, attrs, true);
    return {
      x: () => depthwiseInputGradient(tf, dy, w, geometry),
      filter: () => depthwiseFilterGradient(tf, x, dy, geometry),
    };
  });
  // Its forward is the input gradient of conv3d, so its gradients are conv3d and the filter gradient.
  tf.registerGradient({
    kernelName: 'Conv3DBackpropInputV2',
    inputsToSave: ['dy', 'filter'],
    gradFunc: (ddx, saved, attrs) => {
      const [dy, filter] = saved as [Tensor, Tensor];
      const { strides, pad } = attrs as unknown as ConvAttrs;
      const given = ddx as Tensor;
      return {
        dy: () => tf.conv3d(given as never, filter as never, strides as never, pad),
        filter: () =>
          tf.engine().runKernel('Conv3DBackpropFilterV2', { x: given, dy }, {
            strides,
            pad,
            filterShape: filter.shape,
          } as unknown as NamedAttrMap),
      };
    },
  });
}

type Gradients = (
  dy: Tensor,
  x: Tensor,
  filter: Tensor,
  attrs: ConvAttrs,
) => Record<'x' | 'filter', () => Tensor>;

function dilated(tf: Ops, kernelName: string, gradients: Gradients): void {
  const config = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...config,
    gradFunc: (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor, Tensor];
      const own = attrs as unknown as ConvAttrs;
      return isDilated(own) ? gradients(dy as Tensor, x, filter, own) : config.gradFunc(dy, saved, attrs);
    },
  });
}
