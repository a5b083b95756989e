// Styles first: what a component brings comes after them and wins.
import './theme/fonts.css';
import './theme/mantine.css';
import './theme/global.css';
import './theme/boot.css';
import { MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { router } from './router/router';
import { GlobalBoundary } from './shell/GlobalBoundary';
import { theme } from './theme/theme';

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <GlobalBoundary>
        <RouterProvider router={router} />
      </GlobalBoundary>
    </MantineProvider>
  );
}
