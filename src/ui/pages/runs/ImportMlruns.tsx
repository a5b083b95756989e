import { Menu } from '@mantine/core';
import { run as runCommand } from '#/app/run';
import { attempt } from '#/ui/attempt';

/** Runs that MLflow logged, the folder itself or a zip of it; or runs saved as JSON. */
export function ImportMlruns({ folder }: { folder: boolean }) {
  const pick = () => {
    // Made when it is asked for: the menu it is asked in closes at once.
    const input = document.createElement('input');
    input.type = 'file';
    if (folder) input.webkitdirectory = true;
    else {
      input.accept = '.zip,.tar,.gz,.tgz,.json';
      input.multiple = true;
    }
    input.onchange = () => {
      const files = [...(input.files ?? [])];
      if (files.length > 0) attempt('The runs were not imported', runCommand('runs.import', { files }));
    };
    input.click();
  };
  return (
    <Menu.Item onClick={pick}>
      Import {folder ? 'an mlruns folder' : 'saved runs or a zip of mlruns'}
    </Menu.Item>
  );
}
