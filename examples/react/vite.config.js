import { defineConfig } from 'vite';

// Top-level await, and JSX in its automatic form.
export default defineConfig({ build: { target: 'es2022' }, oxc: { jsx: { runtime: 'automatic' } } });
