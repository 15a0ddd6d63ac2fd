import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createConnection } from '@portico/sdk';
import '@portico/widgets/timeline';

const { url, project } = await (await fetch('/portico/config.json')).json();

const connection = createConnection({
  url,
  project,
  fetchToken: async (request) => {
    const response = await fetch('/portico/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return response.json();
  },
});

function Portal() {
  const [chosen, choose] = useState('');
  return (
    <main>
      <h1>Your project</h1>
      {/* React 19 sets properties of elements, and listens to their events by name. */}
      <portico-timeline connection={connection} onportico-milestone-select={(event) => choose(event.detail.id)} />
      <p role="status">{chosen}</p>
    </main>
  );
}

createRoot(document.getElementById('app')!).render(createElement(Portal));
