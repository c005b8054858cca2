import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { CLIENT } from './api/client';
import { createClient } from './api/create-client';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

const client = createClient();
const app = createApp(App);
app.use(createPinia());
app.provide(CLIENT, client);
app.mount('#app');
