import { createApp } from 'vue';
import { createConnection } from '@portico/sdk';
import '@portico/widgets/timeline';
import Portal from './Portal.vue';

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

createApp(Portal, { connection }).mount('#app');
