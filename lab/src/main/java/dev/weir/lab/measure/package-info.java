/** What a simulation counts, as records for reports: of links and queues, and of flows. */
package dev.weir.lab.measure;
