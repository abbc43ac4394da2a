import './app/without-eval.ts';
import { createRoot } from 'react-dom/client';
import './app/theme/styles.ts';
import { App } from './app/app.tsx';
import { openBridge } from './app/bridge.ts';

const container = document.getElementById('root');
if (!container) throw new Error('index.html has no element #root');
createRoot(container).render(<App bridge={openBridge()} />);
