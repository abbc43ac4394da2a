import { MantineProvider } from '@mantine/core';
import { StrictMode, useEffect, type ReactNode } from 'react';
import type { Bridge } from '#contract/bridge';
import { HomeScreen } from '../features/home/home-screen.tsx';
import { LoadingCard } from '../components/loading-card.tsx';
import { FaultNotice } from '../components/fault-notice.tsx';
import { EngineProvider, useEngine } from './engine.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame/frame.tsx';
import { LocaleProvider } from './locale.tsx';
import { useOperation } from './operations.ts';
import { goTo, useRoute } from './route.ts';
import { styleNonce } from './style-nonce.ts';
import { resolveVariables, theme } from './theme/theme.ts';
import { HomeLayout } from './frame/home-layout.tsx';
import { StepScreen } from './step-screen.tsx';

/** The window: what surrounds every screen, and which screen there is. */
export function App({ bridge }: { bridge: Bridge }) {
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolveVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => styleNonce}
      >
        <LocaleProvider>
          <ErrorBoundary>
            <EngineProvider bridge={bridge}>
              <Screens />
            </EngineProvider>
          </ErrorBoundary>
        </LocaleProvider>
      </MantineProvider>
    </StrictMode>
  );
}

function Screens(): ReactNode {
  const { screen } = useRoute();
  const { tasks } = useEngine();
  const status = useOperation('workspace.status', {});
  const closed = status.data === null;
  useEffect(() => {
    if (!closed) return;
    tasks.forgetAll();
    // Locked by the computer rather than by the button: a new workspace has to show its recovery key at home first.
    if (screen !== 'home') goTo('home');
  }, [closed, screen, tasks]);
  if (status.isPending) {
    return (
      <HomeLayout>
        <LoadingCard />
      </HomeLayout>
    );
  }
  if (status.isError && !status.data) {
    return (
      <HomeLayout>
        <FaultNotice fault={status.error.fault} onRetry={() => void status.refetch()} />
      </HomeLayout>
    );
  }
  const workspace = status.data ?? null;
  if (!workspace || screen === 'home') {
    return (
      <HomeLayout>
        <HomeScreen openWorkspace={workspace} />
      </HomeLayout>
    );
  }
  return (
    <Frame workspace={workspace} step={screen}>
      <ErrorBoundary key={screen}>
        <StepScreen step={screen} workspace={workspace} />
      </ErrorBoundary>
    </Frame>
  );
}
