/** What losses of masks are made of: nats and overlap of each image, over the pixels that count. */
import type { Ops, Tensor } from '../layers/layerDef';

interface Pixels {
  rows: number;
  /** Of an image. */
  each: number;
  labels: number;
  /** [rows × each, labels] */
  logits: Tensor;
  /** The same, one-hot; a pixel that does not count is of no label. */
  truth: Tensor;
}

/** output: [rows, pixels × labels] or as images; target: [rows, pixels], -1 where a pixel does not count. */
export function pixelsOf(tf: Ops, output: Tensor, target: Tensor): Pixels {
  const rows = target.shape[0] ?? 1;
  const each = target.size / rows;
  const labels = output.size / target.size;
  const codes = tf.reshape(target, [-1]);
  return {
    rows,
    each,
    labels,
    logits: tf.reshape(output, [-1, labels]),
    // One-hot of -1 is nowhere 1, on every backend but by no promise: what does not count is masked.
    truth: tf.mul(
      tf.cast(tf.oneHot(tf.cast(tf.maximum(codes, 0), 'int32'), labels), 'float32'),
      tf.cast(tf.greaterEqual(tf.reshape(codes, [-1, 1]), 0), 'float32'),
    ),
  };
}

/** Nats of each image: the mean over its pixels that count; 0 where none does. [rows] */
export function natsOfImages(tf: Ops, { rows, each, labels, logits, truth }: Pixels): Tensor {
  const nats = tf.reshape(tf.neg(tf.sum(tf.mul(truth, tf.logSoftmax(logits)), -1)), [rows, each]);
  const counted = tf.sum(tf.reshape(truth, [rows, each * labels]), -1);
  return tf.div(tf.sum(nats, -1), tf.maximum(counted, 1));
}

/**
 * 1 - Dice of each image, the mean over the labels that are there, of probabilities in place of answers; one pixel is
 * added above and below. What is answered of other labels is missing from these; counted by itself, a few of its pixels
 * would weigh as much as all of them, and hardly more would change it. Milletari et al. 2016,
 * https://arxiv.org/abs/1606.04797, without their squares. [rows]
 */
export function diceOfImages(tf: Ops, { rows, each, labels, logits, truth }: Pixels): Tensor {
  const perImage = (value: Tensor) => tf.sum(tf.reshape(value, [rows, each, labels]), 1);
  const counts = tf.sum(truth, -1, true);
  const shares = tf.mul(tf.softmax(logits), counts);
  const both = perImage(tf.mul(shares, truth));
  const own = perImage(truth);
  const overlap = tf.div(tf.add(tf.mul(both, 2), 1), tf.add(tf.add(perImage(shares), own), 1));
  const there = tf.cast(tf.greater(own, 0), 'float32');
  const lost = tf.sum(tf.mul(tf.sub(1, overlap), there), -1);
  return tf.div(lost, tf.maximum(tf.sum(there, -1), 1));
}
