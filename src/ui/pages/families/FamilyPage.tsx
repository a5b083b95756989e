/** One family of models: when to use it, what it costs, what it cannot do; its settings and its layers. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { families } from '#/core/families/registry';
import { PageHeader } from '#/ui/components/PageHeader';
import { Panel } from '#/ui/components/Panel';
import { useTitle } from '#/ui/router/useTitle';
import { controlSpecs, controlText } from '#/ui/forms/controlSpec';
import { FamilyLayers } from './FamilyLayers';
import { kindsOfFamily } from './kindsOfFamily';
import classes from './family.module.css';

const route = getRouteApi('/families/$type');

export default function FamilyPage() {
  const family = families.get(route.useParams().type, 'type');
  useTitle(family.title);
  const { kinds, tasks } = kindsOfFamily(family);
  const settings = controlSpecs(family.params);
  const { guide } = family;
  return (
    <>
      <PageHeader
        title={family.title}
        note={family.summary}
        actions={<Link to="/families">All model families</Link>}
      />
      <div className={classes.page}>
        <dl className={classes.facts}>
          <dt>When to use it</dt>
          <dd>{guide.use}</dd>
          <dt>What it costs</dt>
          <dd>{guide.cost}</dd>
          <dt>What it cannot do</dt>
          <dd>{guide.cannot}</dd>
          <dt>Learns from</dt>
          <dd>{kinds.map(({ words }) => words.things).join(', ')}</dd>
          <dt>Answers</dt>
          <dd>{tasks.map(({ words }) => words.answer).join(', or ')}</dd>
          {guide.source && (
            <>
              <dt>Comes from</dt>
              <dd>{guide.source}</dd>
            </>
          )}
        </dl>
        {settings.length > 0 && (
          <Panel title="Its settings">
            <div className={classes.wide}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">Setting</th>
                    <th scope="col">Standard</th>
                    <th scope="col">What it does</th>
                  </tr>
                </thead>
                <tbody>
                  {settings.map((setting) => (
                    <tr key={setting.name}>
                      <th scope="row">{setting.label}</th>
                      <td>{controlText(setting.default) || '–'}</td>
                      <td>{setting.hint}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Panel>
        )}
        <FamilyLayers family={family} />
      </div>
    </>
  );
}
