import { addActivationLinks } from './activation-links.ts'
import { addApiKeyCreate } from './api-key-create.ts'
import { addBroadcastCreate } from './broadcast-create.ts'
import { addBroadcastList } from './broadcast-list.ts'
import { addBroadcastMoves } from './broadcast-move.ts'
import { addBroadcastPreview } from './broadcast-preview.ts'
import { addBroadcastSend } from './broadcast-send.ts'
import { addBroadcastStatus } from './broadcast-status.ts'
import { addBroadcastTest } from './broadcast-test.ts'
import { addDoctor } from './doctor.ts'
import { addImportMembers } from './import-members.ts'
import { addImportOrders } from './import-orders.ts'
import type { AddCommand } from './io.ts'
import { addMigrate } from './migrate.ts'
import { addReportMeasures } from './report-measures.ts'
import { addReportNes } from './report-nes.ts'
import { addReportRfm } from './report-rfm.ts'
import { addSetupLink } from './setup-link.ts'
import { addStaffInvite, addStaffList, addStaffRevoke } from './staff.ts'
import { addStart } from './start.ts'
import { addUnderstand } from './understand.ts'
import { addWhatsApp } from './whatsapp.ts'

/** A command is a file and one line here; what it needs is loaded when it runs. */
export const commands: readonly AddCommand[] = [
	addStart,
	addSetupLink,
	addImportOrders,
	addImportMembers,
	addActivationLinks,
	addBroadcastCreate,
	addBroadcastPreview,
	addBroadcastTest,
	addBroadcastSend,
	addBroadcastStatus,
	addBroadcastMoves,
	addBroadcastList,
	addReportMeasures,
	addReportNes,
	addReportRfm,
	addUnderstand,
	addWhatsApp,
	addApiKeyCreate,
	addStaffInvite,
	addStaffList,
	addStaffRevoke,
	addDoctor,
	addMigrate,
]
