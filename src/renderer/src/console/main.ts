import ConsoleWindow from '@/features/console/ConsoleWindow.vue'
import { createWindowApp } from '@/window-app'

createWindowApp(ConsoleWindow).mount('#app')
