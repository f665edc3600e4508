/** What a name stands for, asked by ourselves: every name server, both families, each with its time. */
package dev.weir.doctor.name;
