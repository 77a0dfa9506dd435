import { describeDriver } from '../drivers/conformance'
import { createRig } from './qemu-rig'

describeDriver('qemu', createRig)
