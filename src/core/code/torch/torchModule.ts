/**
 * A network as a PyTorch program of its own: a module with a line for each layer, and what puts the weights of the
 * safetensors file beside it in their places. unsupported where a layer has no counterpart yet, named.
 */
import type { ArchNode, ArchSpec } from '../../arch/archSpec';
import { inferShapes } from '../../arch/shapes';
import { TetradError } from '../../protocol/errors';
import { inputsText } from '../inputsText';
import { pythonNames } from '../pythonNames';
import { builtLayers } from './builtLayers';
import { pythonParts } from './pythonParts';
import { learntLayers } from './learntLayers';
import type { TorchCode, TorchLayer, TorchLayerInput } from './torchLayer';
import { valueLayers } from './valueLayers';

const listed: Readonly<Record<string, TorchLayer>> = { ...valueLayers, ...learntLayers, ...builtLayers };

const own = 'self w torch nn F load float'.split(' ');

export function torchModule(arch: ArchSpec, weightsFile: string): string {
  const shapes = inferShapes(arch);
  const names = pythonNames(arch, [...own, ...Object.keys(pythonParts)]);
  const name = (id: string) => names.get(id) as string;
  const modules: string[] = [];
  const lines: string[] = [];
  const state: string[] = [];
  const used = new Set<string>();
  for (const node of arch.nodes) {
    const own = name(node.id);
    const code = codeOf(node, {
      self: `self.${own}`,
      inputs: node.inputs.map(name),
      shapes: node.inputs.map((id) => shapes.get(id) ?? []),
      shape: shapes.get(node.id) ?? [],
      params: node.params,
    });
    for (const helper of code.helpers ?? []) used.add(helper);
    if (code.module) modules.push(`self.${own} = ${code.module}`);
    lines.push(`${own} = ${code.says}  # ${(shapes.get(node.id) ?? []).join(' x ')}`);
    for (const [key, value] of Object.entries(code.state ?? {}))
      state.push(`"${key ? `${own}.${key}` : own}": ${value.replace(/\bw\("/g, `w("${node.id}/`)},`);
  }
  const inputs = arch.inputs.map((input) => name(input.name));
  const outputs = arch.outputs.map(({ node }) => name(node)).join(', ');
  const brought = Object.entries(pythonParts)
    .filter(([helper]) => used.has(helper))
    .map(([, source]) => `\n\n${source}\n`)
    .join('');
  return `"""A network that Tetrad trained, for PyTorch. Values keep their channels last: ${inputsText(arch, name)}, prepared as in the
exported ONNX file (scaled, encoded); what comes out is before the softmax or the unit of the target.
"""
import torch
import torch.nn.functional as F
from torch import nn
${brought}

class Network(nn.Module):
    def __init__(self):
        super().__init__()
${modules.map((line) => `        ${line}`).join('\n') || '        pass'}

    def forward(self, ${inputs.join(', ')}):
${lines.map((line) => `        ${line}`).join('\n')}
        return ${outputs}


def load(path="${weightsFile}"):
    """The network with the weights of a safetensors file, ready to answer."""
    from safetensors.torch import load_file

    return with_weights(load_file(path))


def with_weights(tensors):
    """The same, of tensors by their names."""

    def w(name):
        return tensors[name].contiguous()

    network = Network()
    network.load_state_dict(
        {
${state.map((line) => `            ${line}`).join('\n')}
        }
    )
    return network.eval()
`;
}

function codeOf(node: ArchNode, at: TorchLayerInput): TorchCode {
  const layer = Object.hasOwn(listed, node.type) ? listed[node.type] : undefined;
  const code = layer?.(at as TorchLayerInput<never>);
  if (code) return code;
  throw new TetradError({
    code: 'unsupported',
    message: `The layer “${node.id}” (${node.type}) cannot be written in PyTorch${layer ? ' with these settings' : ''} yet.`,
    place: node.id,
    hint: 'Export it as ONNX, which holds every layer.',
  });
}
