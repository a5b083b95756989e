/** For tests of the core: the convolution, pooling and recurrent kernels that the engine registers, on the CPU backend. */
import * as tf from '@tensorflow/tfjs-core';
import { registerConvNd } from '#/engine/kernels/registerConvNd';
import { registerPoolNd } from '#/engine/kernels/registerPoolNd';
import { registerRecurrent } from '#/engine/kernels/recurrent/registerRecurrent';

registerConvNd(tf);
registerPoolNd(tf);
registerRecurrent(tf);
