/** The gradient check of a loss that the user writes, on the CPU backend: what tfjs differentiates, nothing else. */
import { checkGradient, type GradientCheck } from '#/core/expression/checkGradient';
import { compileProgram } from '#/core/expression/compileProgram';
import { evaluateNumbers } from '#/core/expression/evaluateNumbers';
import { type ExpressionParams, paramValues } from '#/core/expression/expressionParams';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { losses } from '#/core/losses/registry';
import type { GradientRequest } from '#/core/protocol/engineApi';
import { parseSettings } from '#/core/registry/parseSettings';
import { withCpu } from '../predict/withCpu';

/** Standardised, as targets of a training are. */
const values = [-1.3, 0, 0.8];

export async function checkLossGradient(tf: Ops, request: GradientRequest): Promise<GradientCheck> {
  const ofClasses = request.value === 'class';
  const language = ofClasses ? 'classLoss' : 'valueLoss';
  const loss = losses.get(ofClasses ? 'customClassification' : 'customRegression');
  const params = parseSettings(loss.params, request.lossParams, 'lossParams') as ExpressionParams;
  const program = compileProgram(params.expression, language);
  const width = ofClasses ? Math.min(Math.max(request.classes, 2), 5) : 1;
  const targets = (ofClasses ? Array.from({ length: width }, (_, i) => i) : values).map((value) => ({
    value,
    label: ofClasses ? `class ${value + 1}` : String(value),
  }));
  return await checkGradient({
    width,
    targets,
    loss: (output, target) =>
      evaluateNumbers(program, {
        ...paramValues(params),
        ...(ofClasses
          ? {
              logits: output,
              target: Array.from({ length: width }, (_, i) => Number(i === target)),
              classes: width,
            }
          : { prediction: output[0] as number, target }),
      }).result as number,
    async gradient(outputs, targets) {
      const differentiate = (): Tensor => {
        const target = ofClasses ? tf.tensor1d([...targets], 'int32') : tf.tensor1d([...targets]);
        const total = (x: Tensor): Tensor => tf.sum(loss.perRow(tf, x, target, params, 0));
        return tf.grad(total)(tf.tensor2d(outputs.map((output) => [...output])));
      };
      const slopes = withCpu(tf, () => tf.tidy(differentiate));
      const result = await slopes.data<'float32'>();
      slopes.dispose();
      return result;
    },
  });
}
