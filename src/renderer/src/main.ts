import App from './App.vue'
import { createAppRouter } from './router'
import { createWindowApp } from './window-app'

createWindowApp(App).use(createAppRouter()).mount('#app')
