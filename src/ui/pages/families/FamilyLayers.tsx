/** The network that a family builds with its standard settings for the first of its examples, layer by layer. */
import { useMemo } from 'react';
import { inferShapes, weightCount, weightSpecs } from '#/core/arch/shapes';
import { sizeOf } from '#/core/arch/sizeOf';
import { buildArch } from '#/core/families/buildArch';
import type { FamilyDef } from '#/core/families/familyDef';
import { layers } from '#/core/layers/registry';
import { formatCount } from '#/ui/charts/formatNumber';
import { Panel } from '#/ui/components/Panel';
import classes from './family.module.css';

export function FamilyLayers({ family }: { family: FamilyDef }) {
  const network = useMemo(() => {
    const [example] = family.examples;
    if (!family.build || !example) return undefined;
    const { params, ...data } = example;
    const arch = buildArch(family, data, params);
    const shapes = inferShapes(arch);
    const weights = weightSpecs(arch);
    const nodes = arch.nodes.map(({ id, type }) => ({
      id,
      title: layers.get(type).title,
      shape: shapes.get(id) ?? [],
      weights: weights
        .filter(({ node, trainable }) => node === id && trainable)
        .reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    }));
    return { nodes, weights: weightCount(arch), inputShape: example.inputShape };
  }, [family]);
  if (!network) return null;
  return (
    <Panel title="Its layers">
      <p className="quiet">
        For samples of {network.inputShape.join(' × ')}: {formatCount(network.weights)} weights.
      </p>
      <div className={classes.wide}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Layer</th>
              <th scope="col">Gives</th>
              <th scope="col" className={classes.right}>
                Weights
              </th>
            </tr>
          </thead>
          <tbody>
            {network.nodes.map((node) => (
              <tr key={node.id}>
                <th scope="row">{node.id}</th>
                <td>{node.title}</td>
                <td>{node.shape.join(' × ')}</td>
                <td className={classes.right}>{node.weights > 0 ? formatCount(node.weights) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
