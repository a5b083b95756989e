/** Options of an export as a schema; the form and the checks come from it. */
import { z } from 'zod';
import { conv4dForms, exportParts, treeForms } from '#/core/protocol/predict';

const name = (label: string, hint: string, standard: string) =>
  z
    .string()
    .trim()
    .regex(/^[A-Za-z_][\w./-]{0,63}$/, 'A letter or _, then letters, digits, _ . / or -')
    .default(standard)
    .meta({ label, hint });

export const onnxOptions = z.object({
  opset: z
    .int()
    .min(17)
    .max(21)
    .default(17)
    .meta({ label: 'Opset', hint: 'Lower runs in older runtimes. 17 runs everywhere that matters.' }),
  labelName: name('Name of the answer', 'The output that holds the label, the number or the field.', 'label'),
  probabilitiesName: name('Name of the probabilities', 'One column per label.', 'probabilities'),
  dynamicBatch: z.boolean().default(true).meta({
    label: 'Any number at a time',
    hint: 'Off: the file takes exactly one row or sample at a time.',
  }),
  conv4d: z.enum(conv4dForms).default('folded').meta({
    label: '4-D convolutions',
    hint: 'folded: runs everywhere, and faster. native: one Conv node each, to be read; not for runtimes that stop at three axes.',
  }),
  treeForm: z.enum(treeForms).default('ensemble').meta({
    label: 'Trees',
    hint: 'ensemble: one node (ai.onnx.ml), quick on the processor. plain: standard operators, which run on WebGPU too.',
  }),
  part: z.enum(exportParts).default('whole').meta({
    label: 'What it holds',
    hint: 'whole: an image in; the image made again and its numbers out. decoder: numbers in, an image out: it draws.',
  }),
  metadata: z
    .boolean()
    .default(true)
    .meta({ label: 'Metadata', hint: 'Hash of the data, versions and metrics, written into the file.' }),
});
