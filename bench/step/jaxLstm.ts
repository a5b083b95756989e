/** An LSTM in jax-js, which has no loop of its own: its times are written out one after the other before they are jitted. */
import { nn, numpy as np } from '@jax-js/jax';
import { type Begun, crossEntropyOf, truthOf } from './jaxJs';
import type { Kernel, Network } from './network';

export function beginLstm(given: Extract<Network, { kind: 'lstm' }>): Begun {
  const { batch, lstm } = given;
  const [times, channels] = given.input;
  const [units = 1, gates = 4] = lstm.recurrent.shape;
  const [last] = given.dense as [Kernel];
  const array = ({ shape, values }: Kernel) => np.array(new Float32Array(values)).reshape(shape);
  return {
    weights: {
      kernel: array(lstm.kernel),
      recurrent: array(lstm.recurrent),
      bias: np.zeros([gates]),
      dense: array(last),
      denseBias: np.zeros([last.shape[1] ?? 1]),
    },
    x: np.array(given.features).reshape([batch, times, channels]),
    y: truthOf(given.labels),
    lossOf(weights, input, truth) {
      const take = (name: string) => weights[name] as np.Array;
      // Of all times at once, then times first: [times, batch, gates].
      const asked = np
        .matmul(input.reshape([batch * times, channels]), take('kernel'))
        .add(take('bias'))
        .reshape([batch, times, gates]);
      const byTime = np.unstack(asked, 1);
      let [state, cell] = [np.zeros([batch, units]), np.zeros([batch, units])];
      for (const drive of byTime) {
        const sums = drive.add(np.matmul(state, take('recurrent').ref)).reshape([batch, 4, units]);
        const [i, o, f, g] = np.unstack(sums, 1) as [np.Array, np.Array, np.Array, np.Array];
        cell = nn
          .sigmoid(f)
          .mul(cell)
          .add(nn.sigmoid(i).mul(np.tanh(g)));
        state = nn.sigmoid(o).mul(np.tanh(cell.ref));
      }
      cell.dispose();
      take('recurrent').dispose();
      return crossEntropyOf(np.matmul(state, take('dense')).add(take('denseBias')), truth, batch);
    },
  };
}
