/** Who is examined, how, and what each step saw: values only. */
package dev.weir.doctor.visit;
