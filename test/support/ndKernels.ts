/** For tests of the core: the convolution and pooling kernels that the engine registers, on the CPU backend. */
import * as tf from '@tensorflow/tfjs-core';
import { registerConvNd } from '#/engine/kernels/registerConvNd';
import { registerPoolNd } from '#/engine/kernels/registerPoolNd';

registerConvNd(tf);
registerPoolNd(tf);
