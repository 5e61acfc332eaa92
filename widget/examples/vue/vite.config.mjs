// Vue takes unknown tags for components of its own, unless it is told that they are elements.

import vue from '@vitejs/plugin-vue';

const isCustomElement = (tag) => tag === 'desk-bell';

export default { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
